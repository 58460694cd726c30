package dev.atelier.api.runware;

import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.image.JobFault;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.session.SessionJob;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Stays with a job and sends each of its images as soon as it is done, then one error at most. */
final class DeliverImages {
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final ResultImages results;
  private final SentImages sent = new SentImages();

  DeliverImages(ResultImages results) {
    this.results = results;
  }

  /**
   * @param count how many of its images to send: those first that nobody was sent
   * @throws IOException what {@code replies} throws while it waits
   */
  void deliver(WatchJob.Watch watch, String base, TaskHead task, int count, Replies replies)
      throws IOException, InterruptedException {
    var delivery = new Delivery(base, task, watch, count, replies);
    delivery.unsent(watch.told());
    finish(watch, delivery, replies);
  }

  /**
   * Goes on where another process stopped.
   *
   * @param received which of the job's images need not be sent
   * @throws IOException what {@code replies} throws while it waits
   */
  void goOn(
      WatchJob.Watch watch, String base, TaskHead task, Set<Integer> received, Replies replies)
      throws IOException, InterruptedException {
    int count = watch.job().request().order().count();
    var delivery = new Delivery(base, task, watch, count, replies);
    delivery.given.addAll(received);
    delivery.made(watch.told());
    finish(watch, delivery, replies);
  }

  private static void finish(WatchJob.Watch watch, Delivery delivery, Replies replies)
      throws IOException, InterruptedException {
    Job ended =
        watch.await(
            new WatchJob.Watcher() {
              @Override
              public void imageDone(int image) {
                delivery.unsent(watch.told());
              }

              @Override
              public void idle() throws IOException {
                replies.waiting();
              }
            },
            BEAT);
    delivery.unsent(ended);
    delivery.rest(ended);
  }

  private final class Delivery {
    private final String base;
    private final TaskHead task;
    private final FindImage find;
    private final int count;
    private final Replies replies;
    private final Set<Integer> given = new HashSet<>();

    Delivery(String base, TaskHead task, FindImage find, int count, Replies replies) {
      this.base = base;
      this.task = task;
      this.find = find;
      this.count = count;
      this.replies = replies;
    }

    void unsent(Job job) {
      job.images().stream()
          .filter(image -> image.state() == ImageState.DONE)
          .filter(image -> !sent.has(job.id(), image.index()))
          .forEach(image -> send(job, image));
    }

    void made(Job job) {
      job.images().stream()
          .filter(image -> image.state() == ImageState.DONE)
          .forEach(image -> send(job, image));
    }

    void rest(Job job) {
      made(job);
      if (given.size() < count) {
        replies.send(
            Reply.of(RenderFault.render(fault(job)).of(task)).answering(job.id(), SessionJob.LAST));
      }
    }

    private void send(Job job, JobImage image) {
      if (given.size() < count && given.add(image.index())) {
        sent.add(job.id(), image.index());
        image.report().ifPresent(report -> replies.made(report.engine()));
        replies.send(
            Reply.of(results.of(base, task, find, job, image, Optional.empty()))
                .answering(job.id(), image.index()));
      }
    }
  }

  /** Why a job, or of its images the first, failed. */
  static JobFault fault(Job job) {
    return job.images().stream()
        .flatMap(image -> image.fault().stream())
        .findFirst()
        .or(job::fault)
        .orElseGet(JobFault.Cancelled::new);
  }
}
