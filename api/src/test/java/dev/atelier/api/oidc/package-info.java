@NullMarked
package dev.atelier.api.oidc;

import org.jspecify.annotations.NullMarked;
