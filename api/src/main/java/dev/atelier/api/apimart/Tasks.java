package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.Gateway;
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
        .flatMap(id -> gateway.find().find(principal, id))
        .filter(job -> !expired(job))
        .flatMap(job -> of(links.base(exchange), job));
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
  Optional<TaskJson> of(String base, Job job) {
    List<Optional<String>> images =
        job.state() == JobState.SUCCEEDED ? images(base, job) : List.of();
    return images.stream().allMatch(Optional::isPresent)
        ? Optional.of(task(job, images.stream().flatMap(Optional::stream).toList()))
        : Optional.empty();
  }

  private TaskJson task(Job job, List<String> images) {
    return new TaskJson(
        job,
        TaskJson.NAMES.of(job.id()),
        job.state().ended() ? gateway.find().chargedMicros(job) : 0,
        images);
  }

  private List<Optional<String>> images(String base, Job job) {
    Instant until = job.ended().orElse(job.created()).plus(TaskJson.LINKS_LAST);
    return job.images().stream()
        .filter(image -> image.state() == ImageState.DONE)
        .map(image -> link(base, job, image, until))
        .toList();
  }

  private Optional<String> link(String base, Job job, JobImage image, Instant until) {
    return image
        .artifact()
        .flatMap(id -> gateway.find().image(job, id))
        .map(stored -> {
          String name = "image-" + image.index() + "." + FileLinks.extension(stored.artifact());
          return links.result(base, job, stored.artifact(), name, until);
        });
  }
}
