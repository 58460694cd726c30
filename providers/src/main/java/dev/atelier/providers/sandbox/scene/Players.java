package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Drawings;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import dev.atelier.providers.sandbox.art.Sprite;
import dev.atelier.providers.sandbox.scene.Standing.Footing;
import dev.atelier.providers.sandbox.words.Mood.Style;
import dev.atelier.providers.sandbox.words.Relation;
import io.github.humbleui.skija.BlendMode;
import io.github.humbleui.skija.ColorFilter;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.SamplingMode;
import io.github.humbleui.types.Rect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws the subjects of a scene, with the shadows they cast. */
final class Players {
  private static final Set<String> LUMINOUS =
      Set.of(
          "sun",
          "moon",
          "crescent",
          "star",
          "lantern",
          "campfire",
          "candle",
          "light bulb",
          "rainbow");
  private static final int SPRITES_MAX = 6;
  private static final int SHADOW_SHRINK = 10;
  private static final int PIXELS_MAX = 2_400;

  private final View view;
  private final Drawings drawings;
  private final boolean shadows;
  private final Map<Look, Sprite> sprites = new HashMap<>();

  private record Look(
      String drawing,
      java.util.Optional<dev.atelier.providers.sandbox.words.Tint> tint,
      int w,
      int h) {}

  Players(View view, Drawings drawings, boolean shadows) {
    this.view = view;
    this.drawings = drawings;
    this.shadows = shadows;
  }

  void draw(List<Standing> all) {
    try {
      for (var one : all) {
        draw(one);
      }
    } finally {
      sprites.values().forEach(Sprite::close);
      sprites.clear();
    }
  }

  private void draw(Standing one) {
    var sprite = sprite(one);
    if (shadows && one.footing() == Footing.GROUND) {
      shadow(one, sprite);
    }
    if (shadows && sits(one)) {
      contact(one.box(), 0.3);
    }
    image(one, sprite);
    if (shadows && one.footing() == Footing.WATER) {
      ripples(one.box());
    }
    if (one.actor().asleep() && one.from() == 0) {
      zees(one.box(), one.flipped());
    }
  }

  private static boolean sits(Standing one) {
    return one.actor().link().filter(link -> link.relation() == Relation.ON).isPresent();
  }

  private Sprite sprite(Standing one) {
    float scale = view.brush().scale();
    int w = pixels(one.box().w() * scale);
    int h = pixels(one.box().h() * scale);
    var look = new Look(one.actor().subject().drawing(), one.actor().tint(), w, h);
    var known = sprites.get(look);
    if (known != null) {
      return known;
    }
    if (sprites.size() == SPRITES_MAX) {
      sprites.values().forEach(Sprite::close);
      sprites.clear();
    }
    boolean shaded = view.mood().style() != Style.FLAT && view.mood().style() != Style.LINE;
    var made = Sprite.of(drawings, look.drawing(), w, h, look.tint(), shaded && view.detail() > 1);
    sprites.put(look, made);
    return made;
  }

  private static int pixels(double length) {
    return (int) Math.clamp(Math.ceil(length), 1, PIXELS_MAX);
  }

  private void image(Standing one, Sprite sprite) {
    var canvas = view.brush().canvas();
    canvas.save();
    if (one.from() > 0) {
      canvas.clipRect(below(one.box(), one.from()));
    }
    if (one.flipped()) {
      canvas.translate((float) (one.box().cx() * 2), 0);
      canvas.scale(-1, 1);
    }
    boolean glows = LUMINOUS.contains(one.actor().subject().id());
    int light = glows ? 0xffffffff : view.ambience().onSubjects();
    try (var filter = ColorFilter.makeBlend(light, BlendMode.MODULATE);
        var paint = new Paint().setColorFilter(filter)) {
      canvas.drawImageRect(
          sprite.image(),
          Rect.makeWH(sprite.image().getWidth(), sprite.image().getHeight()),
          rect(one.box()),
          SamplingMode.LINEAR,
          paint,
          true);
    }
    canvas.restore();
  }

  private static Rect below(Box box, double share) {
    return rect(new Box(box.x(), box.y() + box.h() * share, box.w(), box.h() * (1 - share)));
  }

  private static Rect rect(Box box) {
    return Rect.makeXYWH((float) box.x(), (float) box.y(), (float) box.w(), (float) box.h());
  }

  /** A dark patch where it touches the ground, and its outline lying on the ground. */
  private void shadow(Standing one, Sprite sprite) {
    var box = one.box();
    int colour = view.ambience().shadow();
    if (view.detail() > 1) {
      cast(one, sprite, colour);
    }
    contact(box, 0.55);
  }

  private void contact(Box box, double strength) {
    view.brush()
        .glow(
            (float) box.cx(),
            (float) (box.base() - box.h() * 0.012),
            (float) (box.w() * 0.56),
            (float) Math.max(2, Math.min(box.h(), box.w()) * 0.085),
            Colours.faded(0xff140c1e, strength));
  }

  private void cast(Standing one, Sprite sprite, int colour) {
    var box = one.box();
    var canvas = view.brush().canvas();
    float w = (float) Math.max(4, box.w() / SHADOW_SHRINK * view.brush().scale());
    float h = (float) Math.max(4, box.h() / SHADOW_SHRINK * view.brush().scale());
    try (var small = Silhouette.of(sprite.image(), w, h, colour);
        var paint = new Paint()) {
      canvas.save();
      canvas.translate((float) box.x(), (float) (box.base() - box.h() * 0.02));
      canvas.skew(-view.ambience().slant(), 0);
      canvas.scale(1, -0.26f);
      float px = (float) (box.w() / small.inner().getWidth());
      float py = (float) (box.h() / small.inner().getHeight());
      canvas.scale(px, -py);
      canvas.translate(-small.inner().getLeft(), -small.inner().getBottom());
      canvas.drawImageRect(
          small.image(),
          Rect.makeWH(small.image().getWidth(), small.image().getHeight()),
          Rect.makeWH(small.image().getWidth(), small.image().getHeight()),
          SamplingMode.LINEAR,
          paint,
          true);
      canvas.restore();
    }
  }

  private void ripples(Box box) {
    float y = (float) box.base();
    int water = view.lit(0xff2b7bb5);
    view.brush()
        .glow(
            (float) box.cx(),
            y + view.u() * 0.004f,
            (float) box.w() * 0.62f,
            view.u() * 0.02f,
            Colours.faded(water, 0.95));
    for (int i = 0; i < 3; i++) {
      float half = (float) box.w() * (0.56f - 0.12f * i);
      float down = y + view.u() * (0.004f + 0.012f * i);
      view.brush()
          .line(
              (float) box.cx() - half,
              down,
              (float) box.cx() + half,
              down,
              view.u() * 0.003f,
              0x88e8f6ff);
    }
  }

  private void zees(Box box, boolean flipped) {
    var lettering = new Lettering(Face.SANS_BOLD, Colours.faded(0xffffffff, 0.92), Align.CENTER);
    float size = (float) Math.min(box.w(), box.h()) * 0.2f;
    for (int i = 0; i < 3; i++) {
      float z = size * (0.6f + 0.25f * i);
      float x =
          (float) (flipped ? box.right() - box.w() * 0.3 : box.x() + box.w() * 0.3)
              + size * (0.2f + 0.75f * i);
      float y = (float) box.y() - size * (0.25f + 0.75f * i);
      lettering.draw(view.brush().canvas(), "z", Rect.makeXYWH(x, y - z, z, z), z);
    }
  }
}
