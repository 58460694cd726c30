package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.OutputFormat;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No bytes make anything but {@link UnusableMediaException} escape. */
class FuzzTest {
  private static final int ROUNDS = 150;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "PNG, false, 11",
    "PNG, true, 12",
    "JPEG, false, 13",
    "WEBP, false, 14",
    "WEBP, true, 15"
  })
  void mutated_files_are_decoded_or_refused(OutputFormat format, boolean alpha, long seed)
      throws Exception {
    var whole = Corpus.file(format, alpha);
    if (format == OutputFormat.JPEG) {
      whole = Corpus.withOrientation(whole, 6, ByteOrder.LITTLE_ENDIAN);
    }
    var random = new Random(seed);
    var file = directory.resolve("mutant");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var mutant = mutate(whole, random);
      if (format == OutputFormat.PNG && random.nextInt(4) > 0) {
        repairChecksums(mutant);
      }
      Files.write(file, mutant);
      refused += survives(file, mutant) ? 0 : 1;
    }
    assertThat(refused).as("mutants refused").isBetween(ROUNDS / 10, ROUNDS);
  }

  private static boolean survives(Path file, byte[] bytes) {
    try {
      var info = Probe.read(file);
      Marks.read(file);
      new Decoder().decode(file, info).close();
      Corpus.check(bytes);
      return true;
    } catch (UnusableMediaException refused) {
      assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(100);
      return false;
    }
  }

  private static byte[] mutate(byte[] whole, Random random) {
    var bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(60, bytes.length));
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) 0xff;
        default -> bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 4));
      }
    }
    return bytes;
  }

  /** Makes the checksums of a PNG right again, so that the mutation gets past them. */
  private static void repairChecksums(byte[] png) {
    var view = java.nio.ByteBuffer.wrap(png);
    for (int at = 8; at + 12 <= png.length; ) {
      int length = view.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      var crc = new CRC32();
      crc.update(png, at + 4, 4 + length);
      view.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }
}
