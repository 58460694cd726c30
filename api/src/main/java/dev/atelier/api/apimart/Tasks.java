package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Finds the tasks that queries ask about, with their cost and their pictures. */
final class Tasks {
  private final Gateway gateway;
  private final FileLinks links;
  private final Duration kept;
  private final InstantSource clock;

  Tasks(Gateway gateway, FileLinks links, Duration kept, InstantSource clock) {
    this.gateway = gateway;
    this.links = links;
    this.kept = kept;
    this.clock = clock;
  }

  /** The task, unless it is unknown, another tenant's, past its retention or deleted. */
  Optional<TaskJson> find(Exchange exchange, Principal principal, String name) {
    return JobIdFormat.parse(name)
        .flatMap(id -> gateway.find().detail(principal, id))
        .filter(detail -> !expired(detail.job()))
        .flatMap(detail -> of(links.base(exchange), detail));
  }

  private boolean expired(Job job) {
    return !links.retainedForGood(job.tenant())
        && job.ended().filter(ended -> !clock.instant().isBefore(ended.plus(kept))).isPresent();
  }

  /**
   * A job as a task; none any more once one of its pictures was deleted.
   *
   * @param base what links begin with
   */
  Optional<TaskJson> of(String base, JobDetail detail) {
    List<Optional<String>> images =
        detail.job().state() == JobState.SUCCEEDED ? images(base, detail) : List.of();
    return images.stream().allMatch(Optional::isPresent)
        ? Optional.of(task(detail, images.stream().flatMap(Optional::stream).toList()))
        : Optional.empty();
  }

  private static TaskJson task(JobDetail detail, List<String> images) {
    Job job = detail.job();
    return new TaskJson(
        job, TaskJson.NAMES.of(job.id()), job.state().ended() ? detail.chargedMicros() : 0, images);
  }

  private List<Optional<String>> images(String base, JobDetail detail) {
    Job job = detail.job();
    Instant until = job.ended().orElse(job.created()).plus(TaskJson.LINKS_LAST);
    return job.images().stream()
        .filter(image -> image.state() == ImageState.DONE)
        .map(image -> link(base, detail, image, until))
        .toList();
  }

  private Optional<String> link(String base, JobDetail detail, JobImage image, Instant until) {
    return image
        .artifact()
        .flatMap(id -> detail.image(detail.job(), id))
        .map(stored -> {
          String name = "image-" + image.index() + "." + FileLinks.extension(stored.artifact());
          return links.result(base, detail.job(), stored.artifact(), name, until);
        });
  }
}
