"use client";

export { FailureMessage as default } from "@/components/frame/failure-message";
