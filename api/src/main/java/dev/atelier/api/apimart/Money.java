package dev.atelier.api.apimart;

import dev.atelier.http.wire.JsonWriterStream;
import java.io.IOException;

/** The two units in which amounts are told: ten credits are a dollar. */
enum Money {
  USD(1_000_000),
  CREDITS(100_000);

  private final double micros;

  Money(double micros) {
    this.micros = micros;
  }

  void write(JsonWriterStream json, long amountMicros) throws IOException {
    if (amountMicros == 0) {
      json.number(0);
    } else {
      json.number(amountMicros / micros);
    }
  }
}
