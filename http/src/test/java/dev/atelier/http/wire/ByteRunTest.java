package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ByteRunTest {
  @Test
  void it_ends_where_reading_byte_by_byte_ends() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] block = block(random);
      int from = random.nextInt(block.length + 1);
      int end = from + random.nextInt(block.length - from + 1);
      assertAlike(block, from, end);
    }
  }

  @Test
  void every_byte_at_every_place_is_judged_alike() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < 40; place++) {
        byte[] block = "abcdefghijklmnopqrstuvwxyz0123456789ABCD".getBytes(US_ASCII);
        block[place] = (byte) value;
        assertAlike(block, 0, block.length);
      }
    }
  }

  private static void assertAlike(byte[] block, int from, int end) {
    assertThat(ByteRun.plain(block, from, end))
        .isEqualTo(byHand(block, from, end, ByteRunTest::plain));
    assertThat(ByteRun.plainAscii(block, from, end))
        .isEqualTo(byHand(block, from, end, ByteRunTest::plainAscii));
    assertThat(ByteRun.line(block, from, end))
        .isEqualTo(byHand(block, from, end, ByteRunTest::inLine));
  }

  /** Mostly plain characters, few of each other kind, so that runs are of all lengths. */
  private static byte[] block(SplittableRandom random) {
    byte[] block = new byte[random.nextInt(1, 100)];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (random.nextInt(40) == 0 ? random.nextInt(256) : random.nextInt(' ', 127));
    }
    return block;
  }

  private static int byHand(byte[] block, int from, int end, IntPredicate goesOn) {
    int at = from;
    while (at < end && goesOn.test(block[at])) {
      at++;
    }
    return at;
  }

  private static boolean plain(int b) {
    return b != '"' && b != '\\' && (b < 0 || b >= ' ');
  }

  private static boolean plainAscii(int b) {
    return b >= 0 && plain(b);
  }

  private static boolean inLine(int b) {
    return b != '\n' && b != '\r';
  }
}
