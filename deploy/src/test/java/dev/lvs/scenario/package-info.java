/**
 * The whole node side with packets: manifests from examples/ in a folder, agents on every node that
 * they name, real requests. Each claim has its negative control: the same lab without the one
 * setting in question.
 */
@NullMarked
package dev.lvs.scenario;

import org.jspecify.annotations.NullMarked;
