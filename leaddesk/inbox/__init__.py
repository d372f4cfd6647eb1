"""The receiver of webhooks: takes a body in, has it written down, and only then says 200.

``receiver`` answers requests in the order of its checks, ``access`` knows who may deliver, ``bodies`` reads what comes
within its limits, ``collecting`` hands kept bodies to a LeadDesk elsewhere. Below them ``connection`` has the limits of
a connection that HTTP knows nothing of, and ``server`` listens on loopback. They share ``limits`` and ``answers``.

It imports the web server (uvicorn, whose parser is h11) and ``domain``; how a body is kept, ``app`` tells it. The
application is plain ASGI: a framework would bring ways in that nobody asked for. Nothing here logs a path, a header or
a body.
"""
