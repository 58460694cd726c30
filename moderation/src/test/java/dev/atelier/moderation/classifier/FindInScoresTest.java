package dev.atelier.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindInScoresTest {
  private static final Thresholds THRESHOLDS = new Thresholds(0.9, 0.98, 0.6, 0.9);

  @ParameterizedTest
  @CsvSource({
    // drawing, hentai, neutral, porn, sexy, level, most, found
    "0, 0, 1, 0, 0, AUTO, REFUSE, ",
    "0, 0.45, 0.05, 0.5, 0, AUTO, REFUSE, REFUSE",
    "0, 0.45, 0.05, 0.5, 0, AUTO, REVIEW, REVIEW",
    "0, 0.45, 0.05, 0.5, 0, LOW, REFUSE, REVIEW",
    "0, 0, 0.01, 0.99, 0, LOW, REFUSE, REFUSE",
    "0, 0, 0.2, 0.8, 0, AUTO, REFUSE, REVIEW",
    "0, 0.3, 0.3, 0.4, 0, LOW, REFUSE, REVIEW",
    // the highest score alone decides nothing
    "0.1, 0, 0.2, 0.5, 0.2, AUTO, REFUSE, ",
    "0, 0, 0, 0, 1, AUTO, REFUSE, REVIEW",
    "0, 0, 0, 0, 1, LOW, REFUSE, ",
    "0, 0, 0.2, 0, 0.8, AUTO, REFUSE, ",
    "0, 0, 0, 1, 0, AUTO, OFF, ",
  })
  void thresholds_and_levels_decide(
      float drawing,
      float hentai,
      float neutral,
      float porn,
      float sexy,
      ModerationLevel level,
      Action most,
      Action found) {
    var find = new FindInScores(THRESHOLDS, most, "model");

    assertThat(find.of(new Scores(drawing, hentai, neutral, porn, sexy), level))
        .isEqualTo(found == null ? List.of() : List.of(new Finding("sexual", found, "model")));
  }

  @Test
  void thresholds_rise() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0.5, 0.9, 0.6, 0.9));
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0.9, 0.8, 0.6, 0.9));
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0.9, 1.1, 0.6, 0.9));
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0.9, 1, 0, 0.9));
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0.9, 1, 0.6, Double.NaN));
  }

  @Test
  void numbers_that_are_no_scores_are_none() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Scores(0, 0, Float.NaN, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Scores(0, 0, 0, 0, 0.5f));
  }
}
