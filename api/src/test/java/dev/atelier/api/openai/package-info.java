@NullMarked
package dev.atelier.api.openai;

import org.jspecify.annotations.NullMarked;
