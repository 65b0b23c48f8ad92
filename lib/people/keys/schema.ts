import { ownKey } from "@/lib/personal-keys/schema";
import { person } from "../membership/schema";

export const keyOfPerson = person.extend(ownKey.shape);
