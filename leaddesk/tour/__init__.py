"""``leaddesk tour``: the main job, done in the real window by a visitor without a screen.

It stands above ``app`` because it drives the whole program from outside: it finds widgets by their objectNames, types,
clicks and reads what is shown, and never calls an action itself. ``visitor`` has hands and eyes (the journey tests use
them too), ``walk`` takes steps and pictures, ``filter_steps``, ``reactin_steps``, ``leadsopedia_steps`` and
``look_steps`` are the steps, ``whole_tour`` their order, ``report`` the page with the pictures, ``run`` starts it all.
It may import ``app``, the names of ``ui`` that it looks for, and Qt.
"""
