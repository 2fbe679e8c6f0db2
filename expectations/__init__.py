"""The only Great Expectations code: what must hold of a table before it is published, and how bad it is when it does not.

    rule.py       what a rule is, and the staged tables it reads
    contract.py   rules that follow from the contract alone
    written.py    rules written by hand, each number with its reason
    profile.py    one number for each rule, counted with Polars, part by part
    validate.py   Great Expectations judges those numbers
    docs.py       its pages, readable without a network

Polars counts and Great Expectations judges, because it takes no Polars frames, and a million bodies do not go through pandas.
Does not belong here: when checks run, what happens after, files and clocks other than the pages' folder.
"""
