package dev.atelier.moderation;

import dev.atelier.image.FaultException;
import dev.atelier.image.Prompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The chain of policies: asks each in turn, up to the first that refuses. */
public final class Moderation {
  /** Checks nothing, and says so. */
  public static final Moderation OFF = new Moderation(List.of(), List.of());

  private static final String UNCHECKED = "unchecked";

  private final List<PromptPolicy> prompts;
  private final List<ImagePolicy> images;
  private final CategoryActions actions;
  private final boolean reviewRefuses;

  /** What should be reviewed passes, and every tenant has the policies' own actions. */
  public Moderation(List<PromptPolicy> prompts, List<ImagePolicy> images) {
    this(prompts, images, CategoryActions.NONE, false);
  }

  /**
   * @param reviewRefuses whether what should be reviewed is refused
   */
  public Moderation(
      List<PromptPolicy> prompts,
      List<ImagePolicy> images,
      CategoryActions actions,
      boolean reviewRefuses) {
    this.prompts = List.copyOf(prompts);
    this.images = List.copyOf(images);
    this.actions = actions;
    this.reviewRefuses = reviewRefuses;
  }

  /** The operator's phrases alone. */
  public static Moderation of(ModerationSettings settings) {
    return settings.rules().isEmpty()
        ? OFF
        : new Moderation(List.of(new PhrasePolicy(settings.rules())), List.of());
  }

  /**
   * Whether a prompt may be drawn.
   *
   * @throws FaultException {@code Unavailable} where it cannot be judged now
   */
  public Judgement judge(Prompt prompt, ModerationContext context) {
    var chain = new Chain(context);
    for (PromptPolicy policy : prompts) {
      List<String> checks = chain.wanted(policy.checks(context));
      if (!checks.isEmpty()) {
        try {
          chain.made(checks, policy.check(prompt, context));
        } catch (FaultException e) {
          chain.away(policy.whenAway(), checks, e);
        }
      }
    }
    return chain.judgement();
  }

  /**
   * Whether a picture may be worked from, or delivered.
   *
   * @throws FaultException {@code Unavailable} where it cannot be judged now
   * @throws IOException where our own disk does not give the picture
   */
  public Judgement judge(JudgedPicture picture, ModerationContext context) throws IOException {
    var chain = new Chain(context);
    for (ImagePolicy policy : images) {
      List<String> checks = chain.wanted(policy.checks(context));
      if (!checks.isEmpty()) {
        try {
          chain.made(checks, policy.check(picture, context));
        } catch (FaultException e) {
          chain.away(policy.whenAway(), checks, e);
        }
      }
    }
    return chain.judgement();
  }

  /** Whether any policy looks at pictures. */
  public boolean judgesPictures() {
    return !images.isEmpty();
  }

  /** What came of the policies so far. */
  private final class Chain {
    private final ModerationContext context;
    private final List<String> ran = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    Chain(ModerationContext context) {
      this.context = context;
    }

    /** The checks that are still to be made: none once it is refused. */
    List<String> wanted(List<String> checks) {
      return Verdict.of(findings) instanceof Verdict.Refuse
          ? List.of()
          : actions.ran(context.tenant(), checks);
    }

    void made(List<String> checks, List<Finding> found) {
      ran.addAll(checks);
      findings.addAll(actions.apply(context.tenant(), found));
    }

    /** Checks could not be made: of these nothing is claimed. */
    void away(WhenAway then, List<String> checks, FaultException why) {
      switch (then) {
        case ALLOW -> {}
        case REVIEW -> findings.add(new Finding(UNCHECKED, Action.REVIEW, checks.getFirst()));
        case REFUSE -> throw why;
      }
    }

    Judgement judgement() {
      return new Judgement(
          Verdict.of(findings),
          findings.stream().map(Finding::rule).distinct().toList(),
          ran,
          reviewRefuses);
    }
  }
}
