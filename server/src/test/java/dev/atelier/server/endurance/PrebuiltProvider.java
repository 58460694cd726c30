package dev.atelier.server.endurance;

import dev.atelier.image.ImageSize;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * An upstream that hands out prebuilt pictures after {@code delay=MILLISECONDS} of the prompt, with
 * the ordered previews on the way, and writes down every call.
 */
final class PrebuiltProvider implements Provider {
  private static final Pattern DELAY = Pattern.compile("delay=(\\d+)");

  private final ProviderKind kind;
  private final CallBook book;
  private final Prints prints = new Prints();

  PrebuiltProvider(ProviderKind kind, CallBook book) {
    this.kind = kind;
    this.book = book;
    ImageIO.setUseCache(false);
  }

  @Override
  public String name() {
    return "prebuilt";
  }

  @Override
  public Capabilities capabilities() {
    return kind.capabilities();
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    results.sending();
    book.add("call", call);
    if (kind == ProviderKind.RESUMABLE) {
      results.remoteId("remote-" + call.attempt());
    }
    return make(call, results);
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    if (!remoteId.equals("remote-" + call.attempt())) {
      return new AttemptOutcome.Refused("no such call", Optional.empty(), List.of());
    }
    book.add("resume", call);
    return make(call, results);
  }

  private AttemptOutcome make(Call call, Results results) throws InterruptedException {
    int previews = call.request().order().partials();
    Duration step = delay(call).dividedBy(previews + 1L);
    for (int order = 0; order < previews; order++) {
      Thread.sleep(step);
      for (int index : call.indexes()) {
        print(call, index, results.partial(index, order));
      }
    }
    Thread.sleep(step);
    call.indexes().forEach(index -> print(call, index, results.image(index)));
    book.add("made", call);
    return AttemptOutcome.Succeeded.ALL;
  }

  private void print(Call call, int index, Results.Sink sink) {
    try (sink) {
      prints.write(size(call), call.attempt() + "/" + index, sink);
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageSize size(Call call) {
    return ((SizeChoice.Exact) call.request().order().output().size()).size();
  }

  private static Duration delay(Call call) {
    Matcher found = DELAY.matcher(call.request().order().prompt().text());
    return found.find() ? Duration.ofMillis(Long.parseLong(found.group(1))) : Duration.ZERO;
  }
}
