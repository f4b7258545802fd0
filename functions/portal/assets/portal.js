// What works better with a script. Every page works without.
