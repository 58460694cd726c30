package dev.atelier.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.LinkedNotices;
import dev.atelier.database.Notices;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(Notices.NONE);

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

  @Test
  void others_are_told_of_what_is_queued_here_and_not_of_what_they_told() {
    List<LinkedNotices> ends = LinkedNotices.two();
    var told = new AtomicInteger();
    ends.getLast().listen("queued", _ -> told.incrementAndGet());
    var here = new Backlog(ends.getFirst());

    here.grew();
    assertThat(told).hasValue(1);

    here.heard();
    assertThat(here.any()).isTrue();
    assertThat(told).hasValue(1);
  }
}
