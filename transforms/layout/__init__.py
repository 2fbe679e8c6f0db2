"""How a news text is laid out: what stands above, before and below its body. One module for each part.

A text is read from the top: `headline` takes the header line, masthead and headline, `byline` who wrote it, `dateline` the place, day and
agency before the first sentence; `credit` takes end signs off the bottom and names the source, `day` says when it was published. What is
left between is the body, so a body is always a slice of its text. `scan` holds the two moves all of them make.
"""
