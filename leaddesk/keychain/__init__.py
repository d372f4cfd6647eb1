"""API keys: in the operating system's keychain, or in memory until LeadDesk quits. Never in a file.

The only room that imports keyring, and only inside its worker thread: importing it takes long and may ask D-Bus.
Beyond that it imports ``domain`` alone. A keychain can hang (locked, waiting for a prompt that nobody sees), so no call
here can hold up the window or the end of the program.
"""
