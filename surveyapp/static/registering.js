// A number that was refused is typed over, not deleted first.
"use strict";

document.querySelector("#number")?.select();
