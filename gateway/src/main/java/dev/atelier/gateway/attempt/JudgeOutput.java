package dev.atelier.gateway.attempt;

import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.image.Blocked;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.FaultException;
import dev.atelier.media.ImageInfo;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.Judgement;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.queue.Job;
import dev.atelier.storage.StagedFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Judges what was made before anybody sees it. */
public final class JudgeOutput {
  private static final String CHECK = "moderation";

  private final Moderation moderation;
  private final GatewayObserver observer;

  public JudgeOutput(Moderation moderation, GatewayObserver observer) {
    this.moderation = moderation;
    this.observer = observer;
  }

  /**
   * What is known of a picture once it was judged.
   *
   * @param checks {@code moderation} if a policy looked at it, else empty
   * @param flagged the categories for which it should be looked at by a person
   */
  record Judged(Optional<Blocked> blocked, List<String> checks, List<String> flagged) {
    static final Judged UNSEEN = new Judged(Optional.empty(), List.of(), List.of());
  }

  /** Whether pictures are judged at all. */
  boolean judges() {
    return moderation.judgesPictures();
  }

  /**
   * @throws IOException when our own disk does not give it
   * @throws FaultException {@code Unavailable} where it cannot be judged now
   */
  Judged judge(Job job, StagedFile made, ImageInfo info) throws IOException {
    if (!judges()) {
      return Judged.UNSEEN;
    }
    var context = new ModerationContext(job.tenant(), job.request().order().moderation());
    Judgement judgement =
        moderation.judge(new JudgedPicture(made.path(), info, Stage.OUTPUT), context);
    observer.judged(Stage.OUTPUT, judgement.verdict());
    return new Judged(
        judgement.blocked(Stage.OUTPUT),
        judgement.checks().isEmpty() ? List.of() : List.of(CHECK),
        judgement.flagged());
  }

  /** Whether a preview may be shown: not where that cannot be judged either. */
  boolean shows(Job job, StagedFile made, ImageInfo info) {
    try {
      return judge(job, made, info).blocked().isEmpty();
    } catch (IOException | FaultException e) {
      return false;
    }
  }
}
