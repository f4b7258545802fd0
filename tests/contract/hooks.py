"""What schemathesis has to be told besides: parts of a file are sent as they are, like any other bytes."""

import schemathesis

schemathesis.serializer.alias("application/partial-upload", "application/octet-stream")
