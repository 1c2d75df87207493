"""What a user can do to a plan: one short function per act, one undo step each."""
