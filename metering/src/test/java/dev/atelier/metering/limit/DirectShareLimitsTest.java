package dev.atelier.metering.limit;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;
import java.time.InstantSource;

class DirectShareLimitsTest extends ShareLimitsContract {
  @Override
  Database open(InstantSource time) {
    return Schema.inMemory(time);
  }
}
