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
        .map(job -> task(exchange, job));
  }

  private boolean expired(Job job) {
    return job.ended().filter(ended -> !clock.instant().isBefore(ended.plus(kept))).isPresent();
  }

  private TaskJson task(Exchange exchange, Job job) {
    return new TaskJson(
        job,
        TaskJson.NAMES.of(job.id()),
        job.state().ended() ? gateway.find().chargedMicros(job) : 0,
        job.state() == JobState.SUCCEEDED ? pictures(exchange, job) : List.of());
  }

  private List<String> pictures(Exchange exchange, Job job) {
    Instant until = job.ended().orElse(job.created()).plus(TaskJson.LINKS_LAST);
    return job.images().stream()
        .filter(image -> image.state() == ImageState.DONE)
        .map(image -> link(exchange, job, image, until))
        .toList();
  }

  private String link(Exchange exchange, Job job, JobImage image, Instant until) {
    Artifact artifact =
        image
            .artifact()
            .flatMap(id -> gateway.find().image(job, id))
            .orElseThrow(() -> new FaultException(new Fault.NotFound("task", job.id().toString())))
            .artifact();
    String name = "image-" + image.index() + "." + FileLinks.extension(artifact);
    return links.result(links.base(exchange), job, artifact, name, until);
  }
}
