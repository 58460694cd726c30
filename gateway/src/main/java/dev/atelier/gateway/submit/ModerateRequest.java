package dev.atelier.gateway.submit;

import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.InputImage;
import dev.atelier.image.TenantId;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.Judgement;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.ContentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges a request's prompt and pictures before anything is set aside for it. */
public final class ModerateRequest {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Moderation moderation;
  private final ArtifactStore artifacts;
  private final GatewayObserver observer;

  public ModerateRequest(Moderation moderation, ArtifactStore artifacts, GatewayObserver observer) {
    this.moderation = moderation;
    this.artifacts = artifacts;
    this.observer = observer;
  }

  /**
   * The categories for which it passes and should be looked at.
   *
   * @throws FaultException {@link dev.atelier.image.Blocked} at the input stage, or {@link
   *     AdmissionFault.Unavailable} where it cannot be judged now
   */
  List<String> flagged(TenantId tenant, ImageRequest request) {
    var context = new ModerationContext(tenant, request.order().moderation());
    var flagged =
        new ArrayList<>(passed(moderation.judge(request.order().prompt(), context)).flagged());
    if (moderation.judgesPictures() && request instanceof ImageRequest.Edit edit) {
      for (InputImage image : edit.images()) {
        flagged.addAll(passed(judge(image, context)).flagged());
      }
    }
    return flagged.stream().distinct().toList();
  }

  private Judgement judge(InputImage image, ModerationContext context) {
    try (ContentFile file = artifacts.content(image.hash()).file()) {
      var picture = new JudgedPicture(file.path(), Probe.read(file.path()), Stage.INPUT);
      return moderation.judge(picture, context);
    } catch (IOException | UncheckedIOException | UnusableMediaException e) {
      throw new FaultException(
          new AdmissionFault.Unavailable("an input could not be read again", RETRY_AFTER), e);
    }
  }

  private Judgement passed(Judgement judgement) {
    observer.judged(Stage.INPUT, judgement.verdict());
    judgement
        .blocked(Stage.INPUT)
        .ifPresent(blocked -> {
          throw new FaultException(blocked);
        });
    return judgement;
  }
}
