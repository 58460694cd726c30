/**
 * A policy that looks at pictures itself, with a small network that runs on this machine.
 *
 * <p>Start at {@link dev.atelier.moderation.classifier.ClassifierPolicy}. The model is a resource
 * beside these classes; {@code src/main/model} says how it is made. May import {@code media}, ONNX
 * Runtime and the package above.
 */
@NullMarked
package dev.atelier.moderation.classifier;

import org.jspecify.annotations.NullMarked;
