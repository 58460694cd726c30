package dev.atelier.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void an_empty_queue_is_believed_once_it_was_looked_at() {
    backlog.grew();

    backlog.looked(backlog.mark(), true);

    assertThat(backlog.any()).isFalse();
  }

  @Test
  void a_job_queued_during_the_look_is_not_forgotten() {
    backlog.grew();
    long mark = backlog.mark();
    backlog.grew();

    backlog.looked(mark, true);

    assertThat(backlog.any()).isTrue();
  }

  @Test
  void jobs_that_a_look_finds_count_although_nobody_announced_them() {
    backlog.looked(backlog.mark(), false);

    assertThat(backlog.any()).isTrue();
  }
}
