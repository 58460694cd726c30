package dev.atelier.api.runware;

import dev.atelier.api.Failure;
import dev.atelier.api.FileLinks;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.Job;
import dev.atelier.queue.session.SessionJob;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs one task of a caller who is known, and answers it whatever happens. */
final class PerformTask {
  static final Reply PONG =
      Reply.of(
          json -> json.beginObject().field("taskType", "ping").field("pong", true).endObject());

  private static final Logger LOG = LoggerFactory.getLogger(PerformTask.class);
  private static final List<String> TYPES =
      List.of(
          "imageInference",
          "getResponse",
          "imageUpload",
          "mediaStorage",
          "getTaskDetails",
          "modelSearch",
          "accountManagement",
          "ping");

  private final Gateway gateway;
  private final InferImages infer;
  private final AnswerState state;
  private final AnswerDetails details;
  private final StoreImages store;
  private final SearchModels models;
  private final TellAccount account;

  PerformTask(Gateway gateway, Catalog catalog, FileLinks links, ManageWebhooks webhooks) {
    this.gateway = gateway;
    var results = new ResultImages(links);
    var aliases = new TaskAliases(gateway);
    var reader = new ReadInference(gateway, catalog, webhooks);
    this.infer = new InferImages(gateway, links, reader, aliases, results);
    this.state = new AnswerState(aliases, results);
    this.details = new AnswerDetails(catalog, aliases, state);
    this.store = new StoreImages(gateway, links);
    this.models = new SearchModels(catalog);
    this.account = new TellAccount(gateway);
  }

  /** Never throws; the task's pictures are let go at the end. */
  void perform(Caller caller, TaskBody task, Replies replies) {
    try (task) {
      perform(task.head(), replies, () -> answer(caller, task, replies));
    }
  }

  /**
   * The same for one that has become a job, as far as its client does not know it. Never throws.
   */
  void goOn(Caller caller, SessionJob known, Replies replies) {
    Optional<Job> job =
        gateway
            .find()
            .find(caller.principal().tenant(), known.id())
            .filter(found -> found.key().equals(caller.principal().key()))
            .filter(found -> found.origin().session().equals(caller.session()));
    job.ifPresent(found ->
        perform(TaskHead.of(found), replies, () -> infer.goOn(caller, found, known, replies)));
  }

  /** What may fail. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static void perform(TaskHead task, Replies replies, Step step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (!leftToOthers(e, replies)) {
        replies.send(Reply.of(error(e).of(task)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      replies.send(Reply.of(RenderFault.timeout().of(task)));
    } catch (MovedException e) {
      LOG.debug("a task is told of elsewhere", e);
    } catch (IOException e) {
      LOG.error("a task could not be answered", e);
      replies.send(Reply.of(RenderFault.internal().of(task)));
    }
  }

  /** This process stops, and the client hears the rest at another one. */
  private static boolean leftToOthers(RuntimeException failure, Replies replies) {
    return Failure.fault(failure).filter(AdmissionFault.Unavailable.class::isInstance).isPresent()
        && replies.leftToOthers();
  }

  /** The client is connected elsewhere by now. */
  static final class MovedException extends IOException {
    MovedException() {
      super("the client goes on elsewhere");
    }
  }

  /** The call is not held any longer. */
  static final class TimeoutException extends IOException {
    TimeoutException() {
      super("the call was held long enough");
    }
  }

  private static TaskError error(RuntimeException failure) {
    return Failure.fault(failure)
        .map(RenderFault::render)
        .orElseGet(() -> {
          LOG.error("a task failed", failure);
          return RenderFault.internal();
        });
  }

  private void answer(Caller caller, TaskBody task, Replies replies)
      throws IOException, InterruptedException {
    String type = task.fields().requiredText("taskType");
    switch (type) {
      case "imageInference" -> {
        caller.principal().require(Scope.GENERATE);
        infer.perform(caller, task, replies);
      }
      case "getResponse" -> replies.send(state.of(caller, task));
      case "imageUpload" -> replies.send(store.upload(caller, task));
      case "mediaStorage" -> replies.send(store.media(caller, task));
      case "getTaskDetails" -> replies.send(details.of(caller, task));
      case "modelSearch" -> {
        caller.principal().require(Scope.READ);
        replies.send(models.of(caller.principal(), task));
      }
      case "accountManagement" -> replies.send(account.of(caller, task));
      case "ping" -> replies.send(PONG);
      default -> throw RequestFault.invalid("taskType", new Problem.NotOneOf(type, TYPES));
    }
  }
}
