"""Jobs that run in a process of their own, and the two ends of the pipe between it and the window.

The window starts ``leaddesk work`` for each job and writes it as one line of JSON; the process answers with lines:
``{"progress": ...}`` while it works and one of ``{"done": ...}``, ``{"error": ...}``, ``{"bug": ...}`` at the end. The
line ``cancel``, or the end of its input (LeadDesk is gone), lets it stop and leave nothing half done.

On the top floor because a job joins neighbours: it reads with ``files`` and writes with ``workspace``.
"""
