"""What a user can do to a plan: one file per noun, one short function per act, each one undo step."""
