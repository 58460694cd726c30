@NullMarked
package dev.atelier.api.apimart;

import org.jspecify.annotations.NullMarked;
