package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlainRunTest {
  @Test
  void it_ends_where_reading_byte_by_byte_ends() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] block = block(random);
      int from = random.nextInt(block.length + 1);
      int end = from + random.nextInt(block.length - from + 1);
      assertThat(PlainRun.end(block, from, end)).isEqualTo(byHand(block, from, end));
      assertThat(PlainRun.ascii(block, from, end)).isEqualTo(asciiByHand(block, from, end));
    }
  }

  @Test
  void every_byte_at_every_place_is_judged_alike() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < 24; place++) {
        byte[] block = "abcdefghijklmnopqrstuvwx".getBytes(US_ASCII);
        block[place] = (byte) value;
        assertThat(PlainRun.end(block, 0, block.length)).isEqualTo(byHand(block, 0, block.length));
        assertThat(PlainRun.ascii(block, 0, block.length)).isEqualTo(value < 128);
      }
    }
  }

  /** Mostly plain characters, few of each other kind, so that runs are of all lengths. */
  private static byte[] block(SplittableRandom random) {
    byte[] block = new byte[random.nextInt(1, 60)];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (random.nextInt(20) == 0 ? random.nextInt(256) : random.nextInt(' ', 127));
    }
    return block;
  }

  private static int byHand(byte[] block, int from, int end) {
    int at = from;
    while (at < end
        && block[at] != '"'
        && block[at] != '\\'
        && (block[at] < 0 || block[at] >= ' ')) {
      at++;
    }
    return at;
  }

  private static boolean asciiByHand(byte[] block, int from, int end) {
    for (int at = from; at < end; at++) {
      if (block[at] < 0) {
        return false;
      }
    }
    return true;
  }
}
