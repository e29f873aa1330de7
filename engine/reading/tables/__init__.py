"""Tables as people send them: Word, Excel, web pages and text dumps, all into one grid of cells with their places."""
