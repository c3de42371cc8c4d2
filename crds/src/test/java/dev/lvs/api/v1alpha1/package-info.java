/** Tests of what the specs do beyond holding their fields. */
@NullMarked
package dev.lvs.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
