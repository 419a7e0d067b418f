"""Scoring a survey from files alone: tables and a definition come in, estimates and a readable table go out.

Read in this order: ``definition`` (what the files mean), ``sources`` (files -> columns), ``weights`` (columns -> a weighted sample), ``figures``
(-> every mean, share and gap in every domain), ``scoring`` (all of that, with all faults at once), ``report`` (-> files). The rest of
``analysis`` never opens a file.
"""
