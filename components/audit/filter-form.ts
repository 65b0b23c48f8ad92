/** By which links beside the form of filters find what was typed into it. */
export const FILTER_FORM_ID = "audit-filters";
