package dev.mainstay.admission.holder;

/**
 * Why there is no connection left, and what helps.
 *
 * @param verdict why
 * @param advice what helps, in a sentence or two
 */
record Judgement(Verdict verdict, String advice) {

}
