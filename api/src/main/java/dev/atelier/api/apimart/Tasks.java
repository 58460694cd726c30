package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JobNames;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.metering.Principal;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.storage.Artifact;
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

  /** The task, unless it is unknown, another tenant's, or past its retention. */
  Optional<TaskJson> find(Exchange exchange, Principal principal, String name) {
    return JobNames.parse(name)
        .flatMap(id -> gateway.find().find(principal, id))
        .filter(job -> !expired(job))
        .map(job -> of(links.base(exchange), job));
  }

  private boolean expired(Job job) {
    return !links.keptForGood(job.tenant())
        && job.ended().filter(ended -> !clock.instant().isBefore(ended.plus(kept))).isPresent();
  }

  /**
   * @param base what links begin with
   */
  TaskJson of(String base, Job job) {
    return new TaskJson(
        job,
        TaskJson.NAMES.of(job.id()),
        job.state().ended() ? gateway.find().chargedMicros(job) : 0,
        job.state() == JobState.SUCCEEDED ? pictures(base, job) : List.of());
  }

  private List<String> pictures(String base, Job job) {
    Instant until = job.ended().orElse(job.created()).plus(TaskJson.LINKS_LAST);
    return job.images().stream()
        .filter(image -> image.state() == ImageState.DONE)
        .map(image -> link(base, job, image, until))
        .toList();
  }

  private String link(String base, Job job, JobImage image, Instant until) {
    Artifact artifact =
        image
            .artifact()
            .flatMap(id -> gateway.find().image(job, id))
            .orElseThrow(() -> new FaultException(new Fault.NotFound("task", job.id().toString())))
            .artifact();
    String name = "image-" + image.index() + "." + FileLinks.extension(artifact);
    return links.result(base, job, artifact, name, until);
  }
}
