"""The receiver of webhooks: takes a body in, has it written down, and only then says 200.

It imports the web server and ``domain``; how a body is kept, ``app`` tells it.
"""
