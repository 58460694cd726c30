package dev.atelier.api.runware;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds jobs by the ids that clients gave their tasks. Such an id is the idempotency key of its
 * task; a job that came through another API is found by its own id.
 */
final class TaskAliases {
  private static final String KEY = "runware ";

  private final Gateway gateway;

  TaskAliases(Gateway gateway) {
    this.gateway = gateway;
  }

  static String key(String taskUuid) {
    return KEY + taskUuid.toLowerCase(Locale.ROOT);
  }

  /** The job that a task of this id has become. */
  Optional<Job> submitted(Principal principal, String taskUuid) {
    return gateway.find().find(principal, key(taskUuid));
  }

  Optional<JobDetail> find(Principal principal, String taskUuid) {
    return gateway.find().detail(principal, key(taskUuid), JobIdFormat.parse(taskUuid));
  }
}
