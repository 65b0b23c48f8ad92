CREATE INDEX "rotations_ended_at_idx" ON "rotations"("ended_at");
