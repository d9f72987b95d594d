"""The sample serials that Tsuzuki carries, and the small web that serves them on loopback.

``serial_ja/`` and ``serial_en/`` are the stories, one file an episode, in the little markup of
:mod:`reader.demo.markup`; each folder's ``serial.toml`` says what the whole is called and when its episodes came out.
``templates/`` holds the pages of three blogs, ``*.toml`` what else stands on two of them.
"""
