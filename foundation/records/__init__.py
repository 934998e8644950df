"""What happened: who acts, audit by database triggers, seals, outbox, gapless numbers, command keys, guards."""
