package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code deploy/scale}, whose figures {@code docs/scaling.md} shows. */
@Timeout(60)
class ScaleTest {
  @Test
  void what_is_written_is_what_it_computes() throws Exception {
    assertThat(Files.readString(DeploymentFiles.ROOT.resolve("docs/scaling.md")))
        .contains("```text\n" + scale() + "```");
  }

  @Test
  void every_assumption_can_be_another() throws Exception {
    assertThat(scale("rate=100", "seconds=10"))
        .contains("calls open at once       1000, ")
        .contains("databases (cells)        1\n");
    assertThat(scale("passes=1")).contains("nodes by network         13\n");
    assertThat(command("rates=100").start().waitFor()).isEqualTo(2);
    assertThat(command("rate=many").start().waitFor()).isEqualTo(2);
  }

  private static String scale(String... assumptions) throws Exception {
    return ProgramRun.toEnd(command(assumptions), 20);
  }

  private static ProcessBuilder command(String... assumptions) {
    var words = new ArrayList<>(List.of(DeploymentFiles.path("scale").toString()));
    words.addAll(List.of(assumptions));
    return new ProcessBuilder(words);
  }
}
