"""The review of likely duplicates: pair after pair, side by side, and one lead made of the two as shown.

``page`` is the whole; at its left the ``rail`` with the pairs (``pairs`` loads them a page at a time), in the middle
the ``table`` over ``choosing``, which knows without any widget what is chosen and what the merging of it is told.
``words`` has the sentences.
"""
