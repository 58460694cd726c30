package dev.atelier.moderation.classifier;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.media.Decoder;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.moderation.JudgedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints how every PNG, JPEG and WebP below a directory scores, to choose thresholds by; what
 * cannot be decoded is left out:
 *
 * <pre>ScoreFiles DIRECTORY > scores.tsv</pre>
 */
final class ScoreFiles {
  private ScoreFiles() {}

  static void main(String[] args) throws IOException, ClassifierException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    var read = new ReadPixels(new Decoder());
    try (var classifier = OnnxClassifier.load()) {
      for (Path file : files) {
        try {
          var picture = new JudgedPicture(file, Probe.read(file), Stage.INPUT);
          print(file, classifier.scores(read.of(picture)));
        } catch (UnusableMediaException e) {
          System.err.println(file + " " + e.problem());
        }
      }
    }
  }

  private static void print(Path file, Scores scores) {
    System.out.printf(
        Locale.ROOT,
        "%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%s%n",
        scores.drawing(),
        scores.hentai(),
        scores.neutral(),
        scores.porn(),
        scores.sexy(),
        file);
  }
}
