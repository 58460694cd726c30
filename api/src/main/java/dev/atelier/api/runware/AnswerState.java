package dev.atelier.api.runware;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells how a task stands, image by image and always in the same order: {@code getResponse}. */
final class AnswerState {
  private static final String INFERENCE = "imageInference";

  private final TaskAliases aliases;
  private final ResultImages results;

  AnswerState(TaskAliases aliases, ResultImages results) {
    this.aliases = aliases;
    this.results = results;
  }

  /**
   * @throws FaultException {@link RequestFault.NotFound}
   */
  Reply of(Caller caller, TaskBody body) {
    JobDetail detail = find(aliases, caller, body);
    Job job = detail.job();
    TaskHead task = body.head().as(INFERENCE);
    var data = new ArrayList<Reply.Part>();
    var errors = new ArrayList<TaskError>();
    for (JobImage image : job.images()) {
      switch (image.state()) {
        case PENDING -> data.add(processing(task));
        case DONE ->
            data.add(results.of(caller.base(), task, detail, job, image, Optional.of("success")));
        case FAILED, CANCELLED ->
            errors.add(
                RenderFault.render(image.fault().or(job::fault).orElseGet(JobFault.Cancelled::new))
                    .of(task)
                    .asState());
      }
    }
    return new Reply(data, errors);
  }

  /** The job that a task asks about: by its own id here, or by that in another API. */
  static JobDetail find(TaskAliases aliases, Caller caller, TaskBody body) {
    String named = body.fields().text("taskUUID").orElse("");
    String uuid = JobIdFormat.parse(named).isPresent() ? named : body.uuid();
    return aliases
        .find(caller.principal(), uuid)
        .orElseThrow(() -> new FaultException(new RequestFault.NotFound("task", uuid)));
  }

  private static Reply.Part processing(TaskHead task) {
    return json -> {
      json.beginObject();
      task.write(json);
      json.field("status", "processing").endObject();
    };
  }

  /** Everything that came of a job, as its sync answer would have told it. */
  Reply outcome(Caller caller, TaskHead task, JobDetail detail) {
    Job job = detail.job();
    List<Reply.Part> data =
        job.images().stream()
            .filter(image -> image.artifact().isPresent())
            .map(image -> results.of(caller.base(), task, detail, job, image, Optional.empty()))
            .toList();
    boolean failed = job.state().ended() && data.size() < job.images().size();
    return new Reply(
        data, failed ? List.of(RenderFault.render(DeliverImages.fault(job)).of(task)) : List.of());
  }
}
