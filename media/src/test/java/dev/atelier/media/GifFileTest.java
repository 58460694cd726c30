package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifFileTest {
  @TempDir Path directory;

  private static byte[] gif() throws Exception {
    return Corpus.imageIo(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "gif");
  }

  @Test
  void a_whole_one_has_a_size() throws Exception {
    assertThat(GifFile.size(Corpus.store(directory, gif())).orElseThrow()).hasToString("40x30");
  }

  @Test
  void what_follows_its_end_does_no_harm() throws Exception {
    byte[] more = Arrays.copyOf(gif(), gif().length + 9);
    assertThat(GifFile.size(Corpus.store(directory, more))).isPresent();
  }

  @Test
  void one_that_is_cut_anywhere_is_truncated() throws Exception {
    for (int length = 6; length < gif().length; length++) {
      Path cut = Corpus.store(directory, Arrays.copyOf(gif(), length));
      assertThatThrownBy(() -> GifFile.size(cut))
          .as("%s bytes", length)
          .isInstanceOf(UnusableMediaException.class);
    }
  }

  @Test
  void another_file_is_none() throws Exception {
    for (String text : new String[] {"", "GIF", "GIF90a", "hello, world"}) {
      assertThat(GifFile.size(Corpus.store(directory, Corpus.text(text)))).isEmpty();
    }
  }

  @Test
  void noise_behind_the_signature_is_damaged() {
    for (int seed = 0; seed < 200; seed++) {
      byte[] noise = Corpus.insert(Corpus.noise(2000, seed), 0, Corpus.text("GIF89a"));
      assertThatThrownBy(() -> GifFile.size(Corpus.store(directory, noise)))
          .isInstanceOf(UnusableMediaException.class);
    }
  }
}
