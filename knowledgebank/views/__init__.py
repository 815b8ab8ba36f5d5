"""The pages of the databank, the figures and the progress reports."""
