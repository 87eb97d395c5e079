"""Names and texts of packages that are hard to escape."""

# Text that some format would take for its own syntax.
HOSTILE = "/x/</td>]]>&\"'<script>alert(1)</script>%0A::error::\u2028\x1b[31m\u202e"
HOSTILE_NAME = "a%b,c:d\n::warning::<img src=x>\x07.json"
