package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.JobId;
import dev.atelier.testkit.Property;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdFormatTest {
  private static final JobIdFormat LOWER = JobIdFormat.lowerCase("mmsu_");
  private static final JobIdFormat UPPER = JobIdFormat.upperCase("task_");
  private static final JobId JOB = JobId.parse("019aa1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

  @Test
  void one_job_has_a_name_in_each_form() {
    assertThat(LOWER.of(JOB)).isEqualTo("mmsu_01kagv5gymfsfrn6rc3mq3yjjv");
    assertThat(UPPER.of(JOB))
        .isEqualTo("task_" + LOWER.of(JOB).substring(5).toUpperCase(Locale.ROOT));
  }

  @Test
  void what_is_written_is_read_back_in_either_case_and_with_or_without_its_prefix() {
    Property.forAll(
        random -> new JobId(new UUID(random.nextLong(), random.nextLong())),
        job -> {
          assertThat(JobIdFormat.parse(LOWER.of(job))).contains(job);
          assertThat(JobIdFormat.parse(UPPER.of(job))).contains(job);
          assertThat(JobIdFormat.parse(UPPER.of(job).toLowerCase(Locale.ROOT))).contains(job);
          assertThat(JobIdFormat.parse(LOWER.of(job).substring(5))).contains(job);
          assertThat(JobIdFormat.parse(job.toString())).contains(job);
        });
  }

  @Test
  void look_alikes_are_read_as_crockford_says() {
    assertThat(JobIdFormat.parse("task_OOOOOOOOOOOOOOOOOOOOOOOIL1"))
        .isEqualTo(JobIdFormat.parse("task_00000000000000000000000111"))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mmsu_",
        "x",
        "1-1-1-1-1",
        "task_01KAH",
        "task_80000000000000000000000000",
        "task_0000000000000000000000000U",
        "task_000000000000000000000000000",
        "019aa1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5",
        "task_../../etc/passwd00000000000",
        "task_0000000000000000000000000é"
      })
  void anything_else_names_no_job(String text) {
    assertThat(JobIdFormat.parse(text)).isEmpty();
  }
}
