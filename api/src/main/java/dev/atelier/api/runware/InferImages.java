package dev.atelier.api.runware;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.SubmitOrder;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.Origin;
import dev.atelier.queue.idempotency.Fingerprint;
import dev.atelier.queue.session.SessionJob;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes the images of a task: at once, or acknowledged and told of later. */
final class InferImages {
  private final Gateway gateway;
  private final FileLinks links;
  private final SubmitOrder submit;
  private final ReadInference tasks;
  private final TaskAliases aliases;
  private final DeliverImages deliver;

  InferImages(
      Gateway gateway,
      FileLinks links,
      ReadInference tasks,
      TaskAliases aliases,
      ResultImages results) {
    this.gateway = gateway;
    this.links = links;
    this.submit = new SubmitOrder(gateway, links, RunwareState.DIALECT);
    this.tasks = tasks;
    this.aliases = aliases;
    this.deliver = new DeliverImages(results);
  }

  /**
   * @throws FaultException any fault of the task, {@link RequestFault.IdempotencyKeyReused} where
   *     its id was used for another
   */
  void perform(Caller caller, TaskBody body, Replies replies)
      throws IOException, InterruptedException {
    Inference task = tasks.of(body, caller.principal().tenant());
    String print =
        Fingerprint.of(
            task.request().with(task.request().order().withCount(1)),
            RunwareState.DIALECT,
            task.delivery().toString());
    Optional<Job> earlier =
        aliases.submitted(caller.principal(), task.uuid()).filter(job -> asksForLess(task, job));
    if (earlier.map(job -> RunwareState.of(job).isOfOther(print)).orElse(false)) {
      throw new FaultException(new RequestFault.IdempotencyKeyReused());
    }
    if (task.delivery().acknowledged()) {
      Job job = earlier.orElseGet(() -> accepted(caller, task, print));
      replies.accepted(job.id());
      acknowledge(body.head(), task, replies);
    } else {
      try (WatchJob.Watch watch =
          earlier
              .map(gateway.watch()::watch)
              .orElseGet(() ->
                  submit.submitAndWatch(
                      origin(caller, task, print),
                      caller.principal(),
                      retry(caller, task),
                      order(caller, task, print)))) {
        Job job = watch.job();
        caller
            .session()
            .filter(session -> !job.origin().session().equals(Optional.of(session)))
            .ifPresent(session -> gateway.sessions().adopt(session, job.id()));
        replies.accepted(job.id());
        deliver.deliver(watch, caller.base(), body.head(), task.count(), replies);
      }
    }
  }

  /**
   * Tells of a job what its client has not received, until it has ended.
   *
   * @throws FaultException {@link RequestFault.NotFound} where an image is not there any more
   */
  void goOn(Caller caller, Job job, SessionJob known, Replies replies)
      throws IOException, InterruptedException {
    if (known.received().contains(SessionJob.LAST)) {
      return;
    }
    try (WatchJob.Watch watch = gateway.watch().watch(job)) {
      deliver.goOn(watch, caller.base(), TaskHead.of(job), known.received(), replies);
    }
  }

  /** The same task again for the images that its client lacks; any other repeat is submitted. */
  private static boolean asksForLess(Inference task, Job job) {
    return task.count() < job.request().order().count();
  }

  private Job accepted(Caller caller, Inference task, String print) {
    return submit
        .submit(
            origin(caller, task, print),
            caller.principal(),
            retry(caller, task),
            order(caller, task, print))
        .job();
  }

  /** A client that gave no webhook waits for one item; one that did, for as many as it ordered. */
  private static void acknowledge(TaskHead head, Inference task, Replies replies) {
    Reply.Part taken =
        json -> {
          json.beginObject();
          head.write(json);
          json.endObject();
        };
    int items = task.delivery().async() ? 1 : task.count();
    replies.send(new Reply(Collections.nCopies(items, taken), List.of()));
  }

  private Origin origin(Caller caller, Inference task, String print) {
    Origin origin =
        links.origin(
            caller.base(),
            caller.requestId(),
            caller.traceparent(),
            RunwareState.DIALECT,
            state(task, print).text(),
            task.delivery().linksLast());
    return task.delivery().acknowledged()
        ? origin
        : caller.session().map(origin::in).orElse(origin);
  }

  private static JobOrder order(Caller caller, Inference task, String print) {
    return JobOrder.of(task.request(), state(task, print), CompletionPolicy.EACH)
        .withLinksFor(task.delivery().linksLast())
        .telling(task.delivery().subscriptions(task.count()))
        .upTo(caller.limit());
  }

  private static RunwareState state(Inference task, String print) {
    return new RunwareState(
        Optional.of(task.uuid()), task.delivery().outputs(), task.delivery().includeCost(), print);
  }

  private static ClientRetry retry(Caller caller, Inference task) {
    return new ClientRetry(Optional.of(TaskAliases.key(task.uuid())), 0, caller.received());
  }
}
