package dev.atelier.providers.sandbox;

import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest.Edit;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a call's pictures one after the other, each within the pixel budget. */
final class Studio {
  private final PixelBudget budget;
  private final DrawImage image;
  private final Retouch retouch;
  private final EncodeImage delivery = new EncodeImage();

  Studio(PixelBudget budget, DrawImage image) {
    this.budget = budget;
    this.image = image;
    this.retouch = new Retouch(image, new Inputs());
  }

  AttemptOutcome make(Assignment assignment, Call call, Results results, SandboxPace pace)
      throws InterruptedException {
    var progress = new Progress(results, call.indexes().size(), assignment.order().partials());
    var blocked = new ArrayList<Integer>();
    long making =
        assignment
            .script()
            .first(Token.Fewer.class)
            .map(Token.Fewer::count)
            .orElse(Integer.MAX_VALUE);
    var passing = assignment.script().first(Token.Succeed.class).map(Token.Succeed::count);
    try {
      for (int index : call.indexes().stream().limit(making).toList()) {
        if (passing.isPresent() && index >= passing.get()) {
          blocked.add(index);
          progress.imageDone();
        } else {
          one(new Work(assignment, call, results, index), pace, progress);
        }
      }
    } catch (UnusableMediaException unusable) {
      return new Refused("An input " + unusable.getMessage(), Optional.empty(), List.of());
    } catch (IOException failed) {
      return failed(assignment, failed);
    } catch (FaultException busy) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return NotSent.local("all drawing capacity is in use");
    }
    return blocked.isEmpty() ? Succeeded.ALL : new Succeeded(blocked);
  }

  private static AttemptOutcome failed(Assignment assignment, IOException failed) {
    return assignment.script().has(Token.Cut.class)
        ? new Spent("the picture's bytes ended early (scripted)")
        : NotSent.local("the picture could not be handed over: " + failed);
  }

  private record Work(Assignment assignment, Call call, Results results, int index) {
    int shown() {
      return assignment.shown(index);
    }
  }

  private void one(Work work, SandboxPace pace, Progress progress)
      throws InterruptedException, IOException, UnusableMediaException {
    for (int order = 0; order < work.assignment().order().partials(); order++) {
      pace.pause();
      preview(work, order);
      progress.step();
    }
    pace.pause();
    whole(work);
    progress.imageDone();
  }

  private void preview(Work work, int order) throws IOException, UnusableMediaException {
    try (var drawing = new Attempted(work.results().partial(work.index(), order))) {
      drawing.send(work, () -> previewed(work, order));
    }
  }

  private void whole(Work work) throws IOException, UnusableMediaException {
    try (var drawing = new Attempted(work.results().image(work.index()))) {
      drawing.send(work, () -> drawn(work));
    }
  }

  private Raster drawn(Work work) throws IOException, UnusableMediaException {
    var assignment = work.assignment();
    return assignment.request() instanceof Edit
        ? retouch.whole(assignment, work.call(), assignment.size(), work.shown())
        : image.whole(assignment, assignment.size(), work.shown());
  }

  private Raster previewed(Work work, int order) throws IOException, UnusableMediaException {
    var assignment = work.assignment();
    if (assignment.request() instanceof Edit) {
      var raster = drawn(work);
      DrawImage.smooth(raster, 24 << order);
      return raster;
    }
    return image.preview(assignment, assignment.size(), work.shown(), order);
  }

  @FunctionalInterface
  private interface Drawing {
    Raster draw() throws IOException, UnusableMediaException;
  }

  /** An open sink, closed whatever happens. */
  private final class Attempted implements AutoCloseable {
    private final Results.Sink sink;

    Attempted(Results.Sink sink) {
      this.sink = sink;
    }

    void send(Work work, Drawing drawing) throws IOException, UnusableMediaException {
      try {
        budget.with(() -> {
          try (var raster = drawing.draw()) {
            delivery.send(work.assignment(), raster, work.index(), sink);
          } catch (IOException | UnusableMediaException failed) {
            throw new Carried(failed);
          }
          return Boolean.TRUE;
        });
      } catch (Carried carried) {
        carried.rethrow();
      }
    }

    @Override
    public void close() throws IOException {
      sink.close();
    }
  }

  /** Takes one of two checked exceptions through an interface that allows one. */
  private static final class Carried extends Exception {
    private static final long serialVersionUID = 1L;
    private final Exception inside;

    Carried(Exception inside) {
      super(inside);
      this.inside = inside;
    }

    void rethrow() throws IOException, UnusableMediaException {
      switch (inside) {
        case IOException failed -> throw failed;
        case UnusableMediaException unusable -> throw unusable;
        default -> throw new IllegalStateException(inside);
      }
    }
  }

  /** How far a call is, for whoever waits. */
  private static final class Progress {
    private final Results results;
    private final int images;
    private final int stepsEach;
    private int done;
    private int steps;

    Progress(Results results, int images, int partials) {
      this.results = results;
      this.images = Math.max(1, images);
      this.stepsEach = partials + 1;
    }

    void step() {
      steps++;
      tell();
    }

    void imageDone() {
      done++;
      steps = 0;
      tell();
    }

    private void tell() {
      results.progress((done + steps / (double) stepsEach) / images);
    }
  }
}
